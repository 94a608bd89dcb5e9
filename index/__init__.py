"""The library: articles in, quotes out. No Telegram, no SQL, no environment, no clock of its own."""
