"""How are many processes one sandbox? What changes is on Valkey or Redis; each request is one transaction on it.

The core stays synchronous. It runs on what this process knows of the store; what was read is compared, and what was
changed is written, in one step of the store; where another process was faster, the core runs again.
"""
