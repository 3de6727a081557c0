// Which municipality's ledger this app pays with, kept on the device so that it works offline; and what time it is there.
import type { Api } from "./api.ts";
import type { DeploymentAnswer } from "./api-types.ts";
import type { AppDatabase } from "./database.ts";
import { createStore, type Store } from "./store.ts";

const KEPT = "deployment";
/** Below this a phone's clock is as good as the server's: the answer itself took a while. */
const NEGLIGIBLE_SECONDS = 5;

/** The number that families and shops call; null when there is none, or none is known yet. Of one app there is one. */
export const municipalityPhone = createStore<string | null>(null);

type Kept = { answer: DeploymentAnswer; clockOffsetSeconds: number };

export type Deployments = {
  /** What is known now; null before the first answer. */
  store: Store<DeploymentAnswer | null>;
  /** The one that is known, or asked for. */
  get: () => Promise<DeploymentAnswer>;
  /** Asks the server again. */
  refresh: () => Promise<DeploymentAnswer>;
  /** Unix seconds by the server's clock, as far as it is known. */
  now: () => number;
};

/** Reads what was kept, then follows the server. */
export async function openDeployments(given: {
  api: Api;
  database: AppDatabase;
  clock?: () => number;
}): Promise<Deployments> {
  const { api, database, clock = () => Date.now() / 1000 } = given;
  const kept = await database.read<Kept>(KEPT);
  const store = createStore<DeploymentAnswer | null>(kept?.answer ?? null);
  municipalityPhone.set(kept?.answer.phone ?? null);
  let offset = kept?.clockOffsetSeconds ?? 0;
  const refresh = async () => {
    const answer = await api.get<DeploymentAnswer>("/deployment");
    const difference = answer.now - clock();
    offset = Math.abs(difference) < NEGLIGIBLE_SECONDS ? 0 : Math.round(difference);
    await database.write(KEPT, { answer, clockOffsetSeconds: offset } satisfies Kept);
    store.set(answer);
    municipalityPhone.set(answer.phone);
    return answer;
  };
  return {
    store,
    refresh,
    get: async () => store.get() ?? refresh(),
    now: () => Math.floor(clock() + offset),
  };
}
