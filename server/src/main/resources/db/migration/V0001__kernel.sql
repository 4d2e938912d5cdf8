-- Who the store is: one row. `incarnation` is drawn anew by each restore.
create table store (
  one bigint primary key check (one = 1),
  incarnation ${bytes} not null,
  schema_version bigint not null,
  compatible_with bigint not null,
  created_at bigint not null
);

-- Work with a lease, so that one node at a time does it. Times are milliseconds since epoch.
create table job (
  kind text not null,
  key text not null,
  due_at bigint not null,
  lease_owner ${bytes},
  lease_until bigint not null,
  primary key (kind, key)
);
