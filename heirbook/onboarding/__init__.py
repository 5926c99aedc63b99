"""How a newcomer gets in: public keys judged, put on servers and taken off, guides a platform.

What is asked or written on a server goes over the transports of `heirbook.collectors`; pages are
made in `heirbook.handbook` from what stands here.
"""
