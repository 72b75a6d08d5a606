"use client";

import { useInterval } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useTransition } from "react";

/**
 * Refreshes the page every second, as long as the server renders this component: pages include it only while something is in
 * progress. It waits for a slow answer, so that requests never pile up, and rests while the tab is hidden.
 */
export function LiveRefresh({ everyMs = 1000 }: { everyMs?: number }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  useInterval(
    () => {
      if (!pending && document.visibilityState === "visible") startTransition(() => router.refresh());
    },
    everyMs,
    { autoInvoke: true },
  );
  return null;
}
