"""Sample data of the demo and the tour: invented titles, reasons and a spreadsheet."""

WORKSHOP_TITLE = "Blackboard afternoon"
WORKSHOP_AGENDA = "Open problems, one blackboard each. Bring chalk."
WORKSHOP_LINK = "https://meet.example.org/blackboard"
MOVE_REASON = "the room is taken"
SKIP_REASON = "a workshop in Jerusalem"
CANCEL_REASON = "both speakers travel"

SERVER = "Statistical Learning"
ORGANIZER = "Nadia Karim"
MEMBERS = ("Leo Brandt", "Mina Sato")
KERNELS = "Kernels, slowly"
KERNELS_LONGER = "Kernels, slowly and carefully"
ANNOUNCEMENT = "Talks are announced **here** from now on."
SCHEDULE = """start,minutes,timezone,speaker,affiliation,title,abstract,location,slides,video
2025-10-02 17:00,60,Europe/Zurich,Ines Carvalho,EPFL,A gentle start,,CM 1 4,,
2025-10-09 17:00,60,Europe/Zurich,Peter Halloran,MIT,Kernels and beyond,,CM 1 4,https://slides.example.org/2.pdf,
2025-10-16 17:00,-60,Europe/Zurich,Nobody,EPFL,It ends before it starts,,CM 1 4,,
"""
