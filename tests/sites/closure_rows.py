"""What is closed from September 2026 to December 2027, written down before it was computed.

Five rows of the list that this follows were wrong, and are mended here:
- Rosh Hashanah 2026 and 2027: the evening between its two days is closed too, so the second day
  begins with the nightfall of the first, not at midnight;
- Purim 2027: Jerusalem keeps it on 24 March, a day after the rest of the country;
- Sukkot's weekdays 2026 and 2027: Hoshana Rabbah, their last day, was left out (2 October 2026,
  22 October 2027), while Pesach's had all of theirs. pyluach counts six as well.
Days that states keep and most universities do not are soft, and what falls on a weekend is listed
once, on the day on which it is kept.
One name differs: California calls Washington's Birthday Presidents' Day.
"""

# Whole days at the site. Chicago stands for Illinois, because IL is Israel.
CIVIL = """
2026-09-07 Mon | Labor Day | CA, Chicago, MA | hard
2026-09-21 Mon | Prayer Monday | VD | hard
2026-10-12 Mon | Columbus Day | Chicago, MA | soft
2026-11-03 Tue | Election Day | Chicago | soft
2026-11-08 Sun | Diwali | CA | soft
2026-11-11 Wed | Veterans Day | CA, Chicago, MA | hard
2026-11-26 Thu | Thanksgiving Day | CA, Chicago, MA | hard
2026-11-27 Fri | Day After Thanksgiving | CA | hard
2026-12-25 Fri | Christmas Day | CA, Chicago, MA, VD | hard
2027-01-01 Fri | New Year's Day | CA, Chicago, MA, VD | hard
2027-01-02 Sat | Saint Berchtold's Day | VD | hard
2027-01-18 Mon | Martin Luther King Jr. Day | CA, Chicago, MA | hard
2027-02-12 Fri | Lincoln's Birthday | Chicago | soft
2027-02-15 Mon | Presidents' Day | CA | hard
2027-02-15 Mon | Washington's Birthday | Chicago, MA | hard
2027-03-01 Mon | Casimir Pulaski Day | Chicago | soft
2027-03-26 Fri | Good Friday | VD | hard
2027-03-29 Mon | Easter Monday | VD | hard
2027-03-31 Wed | Cesar Chavez Day | CA | soft
2027-04-19 Mon | Patriots' Day | MA | hard
2027-05-06 Thu | Ascension Day | VD | hard
2027-05-17 Mon | Pentecost Monday | VD | hard
2027-05-31 Mon | Memorial Day | CA, Chicago, MA | hard
2027-06-18 Fri | Juneteenth National Independence Day (observed) | CA, Chicago | hard
2027-06-19 Sat | Juneteenth National Independence Day | MA | hard
2027-07-05 Mon | Independence Day (observed) | CA, Chicago, MA | hard
2027-08-01 Sun | National Day | VD | hard
2027-09-06 Mon | Labor Day | CA, Chicago, MA | hard
2027-09-20 Mon | Prayer Monday | VD | hard
2027-10-11 Mon | Columbus Day | Chicago, MA | soft
2027-10-29 Fri | Diwali | CA | soft
2027-11-11 Thu | Veterans Day | CA, Chicago, MA | hard
2027-11-25 Thu | Thanksgiving Day | CA, Chicago, MA | hard
2027-11-26 Fri | Day After Thanksgiving | CA | hard
2027-12-24 Fri | Christmas Day (observed) | CA, Chicago | hard
2027-12-25 Sat | Christmas Day | MA, VD | hard
2027-12-31 Fri | New Year's Day (observed) | CA, Chicago | hard
"""

# From when to when in Jerusalem, for the city's middle: candles 40 minutes before sunset, nightfall
# with the sun 8.5 degrees below the horizon. Without Shabbat.
ISRAEL = """
Eve of Rosh Hashanah | soft | 2026-09-11 Fri 12:00 | 2026-09-11 Fri 18:10
Rosh Hashanah | hard | 2026-09-11 Fri 18:10 | 2026-09-12 Sat 19:25
Rosh Hashanah | hard | 2026-09-12 Sat 19:25 | 2026-09-13 Sun 19:24
Eve of Yom Kippur | soft | 2026-09-20 Sun 12:00 | 2026-09-20 Sun 17:58
Yom Kippur | hard | 2026-09-20 Sun 17:58 | 2026-09-21 Mon 19:13
Eve of Sukkot | soft | 2026-09-25 Fri 12:00 | 2026-09-25 Fri 17:51
Sukkot | hard | 2026-09-25 Fri 17:51 | 2026-09-26 Sat 19:07
Sukkot holiday | soft | 2026-09-27 Sun 00:00 | 2026-10-03 Sat 00:00
Eve of Simchat Torah / Shemini Atzeret | soft | 2026-10-02 Fri 12:00 | 2026-10-02 Fri 17:42
Simchat Torah / Shemini Atzeret | hard | 2026-10-02 Fri 17:42 | 2026-10-03 Sat 18:57
Ta'anit Ester | soft | 2027-03-22 Mon 00:00 | 2027-03-23 Tue 00:00
Purim | soft | 2027-03-24 Wed 00:00 | 2027-03-25 Thu 00:00
Eve of Pesach | soft | 2027-04-21 Wed 12:00 | 2027-04-21 Wed 18:31
Pesach | hard | 2027-04-21 Wed 18:31 | 2027-04-22 Thu 19:50
Pesach holiday | soft | 2027-04-23 Fri 00:00 | 2027-04-28 Wed 00:00
Eve of Seventh day of Pesach | soft | 2027-04-27 Tue 12:00 | 2027-04-27 Tue 18:35
Seventh day of Pesach | hard | 2027-04-27 Tue 18:35 | 2027-04-28 Wed 19:55
Remembrance Day | soft | 2027-05-10 Mon 19:25 | 2027-05-11 Tue 19:25
Independence Day | hard | 2027-05-11 Tue 19:25 | 2027-05-12 Wed 20:06
Lag BaOmer | soft | 2027-05-25 Tue 00:00 | 2027-05-26 Wed 00:00
Jerusalem Day | soft | 2027-06-04 Fri 00:00 | 2027-06-05 Sat 00:00
Eve of Shavuot | soft | 2027-06-10 Thu 12:00 | 2027-06-10 Thu 19:03
Shavuot | hard | 2027-06-10 Thu 19:03 | 2027-06-11 Fri 20:26
Tisha B'Av | soft | 2027-08-12 Thu 00:00 | 2027-08-13 Fri 00:00
Eve of Rosh Hashanah | soft | 2027-10-01 Fri 12:00 | 2027-10-01 Fri 17:44
Rosh Hashanah | hard | 2027-10-01 Fri 17:44 | 2027-10-02 Sat 18:59
Rosh Hashanah | hard | 2027-10-02 Sat 18:59 | 2027-10-03 Sun 18:58
Eve of Yom Kippur | soft | 2027-10-10 Sun 12:00 | 2027-10-10 Sun 17:33
Yom Kippur | hard | 2027-10-10 Sun 17:33 | 2027-10-11 Mon 18:48
Eve of Sukkot | soft | 2027-10-15 Fri 12:00 | 2027-10-15 Fri 17:27
Sukkot | hard | 2027-10-15 Fri 17:27 | 2027-10-16 Sat 18:42
Sukkot holiday | soft | 2027-10-17 Sun 00:00 | 2027-10-23 Sat 00:00
Eve of Simchat Torah / Shemini Atzeret | soft | 2027-10-22 Fri 12:00 | 2027-10-22 Fri 17:19
Simchat Torah / Shemini Atzeret | hard | 2027-10-22 Fri 17:19 | 2027-10-23 Sat 18:35
"""
