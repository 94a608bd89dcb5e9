"""The library: articles in, quotes out; no Telegram, no SQL, no settings, no clock of its own."""
