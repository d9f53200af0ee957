"""Links kept alive: committees with deputies, deputies with voters; visits and reminders."""
