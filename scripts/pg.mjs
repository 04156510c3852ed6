// What the backend `pg` uses of the package; the build makes one file of it (`#pg`), loaded where that backend is configured.
import pg from 'pg';

export const { Client } = pg;
