"""The course of a subject: one sentence a day, of the articles that are about it."""
