// Copies a text, and says that it did.
import { Button } from "../../shared/components/button.tsx";
import { toast, toastProblem } from "../../shared/components/toast.tsx";
import { text } from "../text.ts";

export function CopyButton({ value, testId }: { value: string; testId?: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      toast(text("copied"));
    } catch {
      toastProblem(text("copy.failed"));
    }
  };
  return (
    <Button look="second" onPress={() => void copy()} {...(testId ? { testId } : {})}>
      {text("copy")}
    </Button>
  );
}
