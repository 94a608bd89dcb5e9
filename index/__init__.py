"""The library: articles in, quotes out; no Telegram, no SQL, no environment, no clock of its own."""
