"""Who may use the commands of privacy."""

from tests.journeys.rights import MEMBERS, Rule

COMMANDS = {"data export": Rule(may=MEMBERS, outsider="own")}
