"""Contacts as people find them: pages by filter and order, one with its history."""
