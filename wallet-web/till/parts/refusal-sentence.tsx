// Why a payment was refused, from its code. The sentences come with the first error, so a till that just started has none yet.
import { useEffect, useState } from "preact/hooks";
import { ApiError, loadSentences, problemText } from "../../shared/problem.ts";

export function RefusalSentence(props: { code: string; params: Readonly<Record<string, string>> }) {
  const [isLoaded, setLoaded] = useState(false);
  useEffect(() => {
    void loadSentences().then(() => setLoaded(true));
  }, []);
  if (!isLoaded) return null;
  const { code, params } = props;
  const { title } = problemText(new ApiError({ code, params: { ...params }, status: 409 }));
  return <span class="small">{title}</span>;
}
