"""Pages for people who do not sign in, behind a signed link: plain HTML without scripts, made on the server."""
