"use client";

import { Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";
import { type Problem, problemOf } from "../../../../trpc/problem-of.ts";

const POLL_MS = 700;
const isOver = (status: string | undefined): boolean => status !== undefined && !["queued", "running"].includes(status);

/** Rechecks one user ahead of all other scans, follows that scan, and refreshes the page once it has landed. */
export function RecheckButton({ userId }: { userId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  const recheck = useAction(trpc.scans.recheckUser.mutationOptions(), { keepsPage: true });
  const scanId = recheck.data?.id;
  const scan = useQuery({
    ...trpc.scans.get.queryOptions({ id: scanId ?? "" }),
    enabled: scanId !== undefined,
    refetchInterval: ({ state }) => (isOver(state.data?.status) ? false : POLL_MS),
  });
  const { status, error, progress } = scan.data ?? {};
  const over = isOver(status);
  const busy = recheck.isBusy || refreshing || (scanId !== undefined && !over && !scan.error);

  useEffect(() => {
    if (over) startTransition(() => router.refresh());
  }, [over, router]);

  return (
    <Group gap="xs">
      <Button size="xs" loading={busy} onClick={() => recheck.run({ id: userId })} aria-describedby="recheck-state">
        Recheck now
      </Button>
      <Text id="recheck-state" size="xs" c="dimmed" role="status" maw={320}>
        {sentenceOf({
          problem: recheck.problem ?? (scan.error && problemOf(scan.error)),
          busy,
          status,
          error,
          step: progress?.step,
        })}
      </Text>
    </Group>
  );
}

type State = {
  problem: Problem | null;
  busy: boolean;
  status: string | undefined;
  error: string | null | undefined;
  step: string | undefined;
};

const OUTCOMES: Readonly<Record<string, string>> = {
  complete: "Read anew just now.",
  partial: "Read anew just now, but not everything could be read.",
};

function sentenceOf({ problem, busy, status, error, step }: State): string {
  if (problem) return problem.message;
  if (busy) return step ?? "Waiting for a worker…";
  if (status === "failed") return error ?? "It could not be read. The next scan tries again.";
  return OUTCOMES[status ?? ""] ?? "";
}
