"""Runs the steps over the connection that the warehouse hands in; the version is kept beside the tables."""

from alembic import context

from synfin_core.store.warehouse.tables import SCHEMA

context.configure(
    connection=context.config.attributes["connection"],
    version_table_schema=SCHEMA,
    include_schemas=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
