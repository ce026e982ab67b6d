"""What a company runs by: deployed processes, decisions and forms, each an immutable numbered version.

A deployment takes files, lints them, and either stores all of them or none. Content is addressed by its hash, so an
unchanged file keeps its version, and whatever is parsed from a version may be shared and cached for ever.
"""
