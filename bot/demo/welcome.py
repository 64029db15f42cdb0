"""The first message in the demo's chat."""

from bot.core.translation import _

WELCOME = _(
    "**Welcome to Meridian's demo.** Type `/` and pick a command, as in Discord:\n"
    "• `/next` shows what is coming, in your own time and at every site\n"
    "• `/talk signup` takes a free slot; `/talk show` finds a talk even if you mistype its title\n"
    "• `/calendar subscribe` keeps the talks in your calendar\n"
    "• `/when` shows what “Thu 5pm Zurich” is at every site; `/overlap` draws a week of hours\n"
    "• `/meeting find` looks for a time that suits people at several sites, `/meeting poll` asks "
    "them, and `/fair show` shows what each site has paid\n"
    "• as an organizer (Amara, Daniel or Mei-Ling): `/series create`, `/meeting move`\n"
    "• `/help` shows what you can do. In the terminal, type `skip 1 week` to let time pass, and "
    "then `open #announcements` to see the digest and the reminders of that week. `/series show` "
    "lists the weeks when clocks disagree: skip to two weeks before one, and the channel is told."
)
