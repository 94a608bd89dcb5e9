"""The values of single settings, and the settings of several machines; `bot.settings` has all."""
