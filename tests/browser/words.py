"""What somebody types, and the word on the page that it has to find."""

LITHUANIAN = {
    "diskas": "disko diskų diskai diskus disku",
    "žurnalai": "žurnalas zurnalas zurnalai zurnalo žurnaluose",
    "serveris": "serverio serveriai serveryje serveriuose",
    "archyvai": "archyvas archyvo archyvuose",
    "pilnas": "pilno",
    "raktai": "raktas raktu raktų",
    "kortelė": "korteles kortelių korteliu",
    "laikytojas": "laikytojo laikytojams",
    "sertifikatas": "sertifikato sertifikatų",
    "slaptažodis": "slaptazodzio slaptažodžiai",
    "kopija": "kopijos kopijų",
    "atsarginė": "atsargine atsarginių",
    "atkūrimas": "atkurimo",
    "prieiga": "prieigos prieigą",
    "mazgas": "mazgo mazge",
    "konteineris": "konteinerio",
    "paslauga": "paslaugų paslaugu",
    "naktis": "nakčių nakciu",
    "žodis": "žodžiai zodziai žodžio",
    "trūksta": "truksta",
    "upė": "upės upes",
}
ENGLISH = {
    "docker.io/library/redis:7.2": "redis 7.2 library",
    "the disk, the network": "disk network",
    "203.0.113.5": "203.0.113.5 203.0",
    "upe.example.org": "upe.example.org upe",
    "backups": "backup",
}
"""The separator splits names where people would; numbers and addresses stay whole."""
