import { type ReactNode, Suspense } from "react";
import { BlockBoundary } from "./block-boundary.tsx";

type BlockProps = {
  /** What the block shows; used in the sentence that says it could not be loaded. */
  name: string;
  /** What the block is asked for. When it changes, the skeleton is shown again. */
  query?: unknown;
  skeleton: ReactNode;
  children: ReactNode;
};

/** One part of a page, which loads and fails on its own. */
export function Block({ name, query = "", skeleton, children }: BlockProps) {
  const key = JSON.stringify(query);
  return (
    <BlockBoundary name={name} key={key}>
      <Suspense fallback={skeleton}>{children}</Suspense>
    </BlockBoundary>
  );
}
