"use client";

import { Button, Stack } from "@mantine/core";
import { ErrorState } from "@rolecall/ui";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem-of.ts";

type TrailLookupButtonProps = { subject: "credential" | "user"; id: string; label: string };

/** Asks for a lookup in CloudTrail; the page then follows it. Why it cannot be made is said in place. */
export function TrailLookupButton({ subject, id, label }: TrailLookupButtonProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const onSuccess = () => router.refresh();
  const credential = useMutation(trpc.trail.lookUpCredential.mutationOptions({ onSuccess }));
  const user = useMutation(trpc.trail.lookUpUser.mutationOptions({ onSuccess }));
  const lookUp = subject === "credential" ? credential : user;
  return (
    <Stack gap="sm" align="flex-start">
      <Button size="xs" variant="light" loading={lookUp.isPending} onClick={() => lookUp.mutate({ id })}>
        {label}
      </Button>
      {lookUp.error && <ErrorState title="CloudTrail cannot be asked">{problemOf(lookUp.error).message}</ErrorState>}
    </Stack>
  );
}
