-- A user id names one person in the whole installation: connections, presence and counts of
-- attempts are kept by user id alone.
create unique index person_user on person (user_id);
