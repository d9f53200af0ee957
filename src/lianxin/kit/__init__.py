"""Django helpers without domain: pages, scope, events, throttling."""
