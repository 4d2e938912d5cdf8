/// The two engines behind [dev.wardroom.server.kernel.db.Database]: opening, settings, migrations,
/// the lanes of group commit. Only `app` and tests import it, and only [Databases].
///
/// ```
/// Databases.open(settings)
/// ├─ Migrations          db/migration/V0012__name.sql, or V0012__name.postgres.sql where it exists
/// ├─ StoreIdentity       table store: incarnation, schema_version, compatible_with
/// ├─ SqliteDatabase      one writer Lane, three reader Lanes
/// └─ PostgresDatabase    four Lanes for groups, two pools for the rest
/// ```
@NullMarked
package dev.wardroom.server.kernel.db.engine;

import org.jspecify.annotations.NullMarked;
