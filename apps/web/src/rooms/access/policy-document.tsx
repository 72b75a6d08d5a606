import { CopyableCode, PartialNotice } from "@rolecall/ui";
import type { ReactNode } from "react";
import classes from "./policy-document.module.css";

type PolicyDocumentProps = { name: string; document: unknown; problem: string | null };

/** A policy's document, or why it is unknown. */
export function PolicyDocument({ name, document, problem }: PolicyDocumentProps) {
  if (document === null || document === undefined) {
    return (
      <PartialNotice title="The document is unknown">
        {problem ?? "It could not be read, or it is not valid JSON. Look at it in the AWS console."}
      </PartialNotice>
    );
  }
  return <CopyableCode block value={JSON.stringify(document, null, 2)} label={`document of ${name}`} />;
}

type FoldedPolicyProps = PolicyDocumentProps & {
  /** Contains nothing to click: the whole line opens and closes the document. */
  summary: ReactNode;
  /** Stands above the document. */
  children?: ReactNode;
};

/** A line that opens to a policy's document. */
export function FoldedPolicy({ summary, children, ...policy }: FoldedPolicyProps) {
  return (
    <details className={classes.folded}>
      <summary className={classes.summary}>{summary}</summary>
      <div className={classes.document}>
        {children}
        <PolicyDocument {...policy} />
      </div>
    </details>
  );
}
