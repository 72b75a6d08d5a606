import { type ReactNode, Suspense } from "react";
import { BlockBoundary } from "./block-boundary.tsx";

type BlockProps = {
  /** What the block shows, for the sentence that says it could not be loaded. */
  name: string;
  /** Changes with what the block is asked for, so that its skeleton comes back with a new filter. */
  query?: unknown;
  skeleton: ReactNode;
  children: ReactNode;
};

/** One part of a page that loads, and fails, without the others. */
export function Block({ name, query = "", skeleton, children }: BlockProps) {
  const key = JSON.stringify(query);
  return (
    <BlockBoundary name={name} key={key}>
      <Suspense fallback={skeleton}>{children}</Suspense>
    </BlockBoundary>
  );
}
