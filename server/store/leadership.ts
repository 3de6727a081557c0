// Decides which server process relays, projects and pays out, when several share one PostgreSQL: the one that holds a lock there.
import pg from "pg";
import type { Logger } from "pino";
import type { DatabasePlace } from "./database.ts";

export type Leadership = {
  /** Whether this process may act now. */
  leads: () => boolean;
  stop: () => Promise<void>;
};

/** Any number that nothing else in this database uses as an advisory lock. */
const LEADER_LOCK = 7_205_702;
const RETRY_MS = 500;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Tries to lead, and goes on trying while another does. PGlite has one process, which always leads.
 * Losing the connection ends the leadership; that two lead for a moment is harmless, since both write to the same rows, of
 * which the database takes one.
 */
export async function standForLeader(given: {
  place: DatabasePlace;
  log: Logger;
  onChange: () => void;
}): Promise<Leadership> {
  const { place } = given;
  if (!("url" in place)) return { leads: () => true, stop: async () => {} };

  let leads = false;
  let isStopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const lose = () => {
    client = undefined;
    if (!leads) return;
    leads = false;
    given.log.warn("this process no longer leads: its connection to the database broke");
    given.onChange();
  };
  const attempt = async () => {
    try {
      client ??= await connect(place.url, lose);
      const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS taken", [
        LEADER_LOCK,
      ]);
      leads = rows[0]?.taken === true;
    } catch (err) {
      given.log.warn({ err }, "the database can't be asked who leads; trying again");
    }
    if (leads) {
      given.log.info("this process leads: it relays and projects");
      given.onChange();
    }
  };
  const keepTrying = async () => {
    if (!leads) await attempt();
    if (!isStopped) timer = setTimeout(() => void keepTrying(), RETRY_MS);
  };
  await keepTrying();

  return {
    leads: () => leads,
    async stop() {
      isStopped = true;
      leads = false;
      clearTimeout(timer);
      const open = client;
      client = undefined;
      await open?.end();
    },
  };
}

async function connect(url: string, onLost: () => void): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  client.on("error", onLost);
  client.on("end", onLost);
  await client.connect();
  return client;
}
