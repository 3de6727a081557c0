// A question or task above the screen. The browser's own dialog: it keeps the focus inside, and Escape closes it.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { sharedText } from "../texts.ts";
import { IconButton } from "./button.tsx";

export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  testId?: string;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // With the drawing, not after it: a key that comes in between would go to what lies behind.
  useLayoutEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // It is gone from the page by now, and then the browser does not give the focus back.
      if (opener instanceof HTMLElement && opener.isConnected) {
        opener.focus({ preventScroll: true });
      }
    };
  }, []);
  return (
    <dialog
      ref={element}
      class="dialog"
      aria-labelledby={titleId}
      data-testid={props.testId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id={titleId}>{props.title}</h2>
          <IconButton icon="close" label={sharedText("close")} onPress={props.onClose} />
        </div>
        {props.children}
      </div>
    </dialog>
  );
}
