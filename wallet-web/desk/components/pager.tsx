// Goes through a long list, page by page.
import { Button } from "../../shared/components/button.tsx";
import { text } from "../text.ts";

export function Pager(props: {
  page: number;
  perPage: number;
  total: number;
  onPage: (page: number) => void;
}) {
  const { page, perPage, total, onPage } = props;
  const last = Math.max(0, Math.ceil(total / perPage) - 1);
  if (last === 0) return null;
  return (
    <nav class="pager" aria-label={text("pager.label")}>
      <Button look="second" disabled={page === 0} onPress={() => onPage(page - 1)} icon="back">
        {text("pager.before")}
      </Button>
      <span class="soft small" role="status">
        {text("pager.here", {
          from: page * perPage + 1,
          to: Math.min(total, (page + 1) * perPage),
          total,
        })}
      </span>
      <Button look="second" disabled={page >= last} onPress={() => onPage(page + 1)}>
        {text("pager.after")}
      </Button>
    </nav>
  );
}
