-- What a claim gave, by device id: device id (16 bytes), batch (4), index (2), for each. A lease from before has none; it is over in an hour.
alter table lease add column claimed ${bytes};
