"""The dashboard's pages: each reads its filters, gets its frames, shows numbers, shows rows."""
