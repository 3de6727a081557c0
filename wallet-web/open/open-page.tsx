// What anyone may know of a scheme: where its money is, that it adds up, and how to check that oneself. No names, no session.
import { useEffect, useState } from "preact/hooks";
import type { z } from "zod";
import type { publicSchemeAnswer } from "../../server/http/schemas/insight.ts";
import { createApi } from "../shared/api.ts";
import { Button } from "../shared/components/button.tsx";
import { BrandBar } from "../shared/components/layout.tsx";
import { Notice } from "../shared/components/notice.tsx";
import { formatDate, formatTime } from "../shared/dates.ts";
import { ApiError, problemText } from "../shared/problem.ts";
import { Check } from "./check.tsx";
import { Identity } from "./identity.tsx";
import { text } from "./text.ts";

export type PublicScheme = z.infer<typeof publicSchemeAnswer>;

const api = createApi();

export function OpenPage({ schemeId }: { schemeId: string }) {
  const [scheme, setScheme] = useState<PublicScheme | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    setError(null);
    api
      .get<PublicScheme>(`/schemes/${encodeURIComponent(schemeId)}/public-totals`)
      .then(setScheme, setError);
  }, [schemeId, turn]);
  useEffect(() => {
    if (scheme) document.title = text("page", { name: scheme.name });
  }, [scheme]);
  return (
    <>
      <BrandBar place={scheme?.municipality ?? ""} wide />
      <main class="screen open">
        {!scheme && <h1>{text("title")}</h1>}
        {error !== null && <Problem error={error} onRetry={() => setTurn(turn + 1)} />}
        {!scheme && error === null && (
          <p class="soft" role="status">
            <span class="spinner" /> {text("loading")}
          </p>
        )}
        {scheme && <Shown scheme={scheme} />}
      </main>
    </>
  );
}

function Shown({ scheme }: { scheme: PublicScheme }) {
  return (
    <>
      <header class="stack stack-tight">
        <h1 data-testid="open-title">{scheme.name}</h1>
        <p class="soft">
          {text("intro", {
            municipality: scheme.municipality,
            from: formatDate(scheme.startsAt),
            // The end is the first second after it.
            until: formatDate(scheme.endsAt - 1),
          })}
        </p>
      </header>
      <Identity scheme={scheme} />
      <Adoption adoption={scheme.adoption} />
      <Check chain={scheme.chain} />
      <p class="soft small">
        {text("made", { day: formatDate(scheme.madeAt), time: formatTime(scheme.madeAt) })}
      </p>
    </>
  );
}

function Adoption({ adoption }: { adoption: PublicScheme["adoption"] }) {
  const { families, percent, isAtLeast } = adoption;
  return (
    <section class="card" aria-labelledby="adoption" data-testid="open-adoption">
      <h2 class="card-title" id="adoption">
        {text("adoption")}
      </h2>
      <p>
        {families === null
          ? text("adoption.none")
          : percent === null
            ? text("adoption.few", { families })
            : text(isAtLeast ? "adoption.atLeast" : "adoption.percent", { families, percent })}
      </p>
      <p class="soft small">{text("few")}</p>
    </section>
  );
}

function Problem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const isUnknown = error instanceof ApiError && [400, 404].includes(error.status);
  if (isUnknown) {
    return (
      <Notice title={text("unknown")} testId="open-unknown">
        <p>{text("unknown.todo")}</p>
      </Notice>
    );
  }
  const { title, todo } = problemText(error);
  return (
    <Notice kind="bad" title={title}>
      {todo && <p>{todo}</p>}
      <Button look="second" onPress={onRetry}>
        {text("retry")}
      </Button>
    </Notice>
  );
}
