"""One file per `lianxin` subcommand: `add_arguments(parser)` and `run(args) -> exit status`."""
