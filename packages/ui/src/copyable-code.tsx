"use client";

import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import classes from "./copyable-code.module.css";

type CopyableCodeProps = {
  value: string;
  /** What the value is, for the button's name: "Copy role ARN". */
  label: string;
  /** A block of lines instead of a word within a line. */
  block?: boolean;
};

function CopyIcon({ copied }: { copied: boolean }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="14"
      height="14"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      {copied ? <path d="M3 8.5 6.5 12 13 4.5" /> : <path d="M5.5 5.5h7v8h-7zM3.5 10.5v-8h7" />}
    </svg>
  );
}

/** An identifier or a document, as AWS writes it, with a button that copies it. */
export function CopyableCode({ value, label, block = false }: CopyableCodeProps) {
  return (
    <div className={block ? classes.block : classes.inline}>
      {block ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className={classes.scroll} tabIndex={0} aria-label={`${label}, text`}>
          <pre className={classes.pre}>{value}</pre>
        </section>
      ) : (
        <code className={classes.code}>{value}</code>
      )}
      <CopyButton value={value} timeout={1500}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? "Copied" : `Copy ${label}`} withArrow>
            <ActionIcon
              size="sm"
              variant={block ? "default" : "subtle"}
              color="gray"
              onClick={copy}
              aria-label={copied ? `Copied ${label}` : `Copy ${label}`}
              className={classes.button}
            >
              <CopyIcon copied={copied} />
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
