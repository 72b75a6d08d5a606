"use client";

import { notifications } from "@mantine/notifications";
import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { type Problem, problemOf } from "../../trpc/problem-of.ts";

type Notice = { title: string; message: string };

/** What follows an action. Without further instructions the page is refreshed after success. */
type Follow<Data> = {
  /** Notice to show after success. */
  done?: Notice | ((data: Data) => Notice);
  /** Title of a notice to show after a failure. Without it the caller shows `problem` in place. */
  failed?: string;
  /** The page to go to after success. */
  goTo?: (data: Data) => string;
  /** The page is not refreshed: the caller follows the work that it started. */
  keepsPage?: true;
};

/** What follows a single call, in addition: closing a dialog, for example. */
type Callbacks<Data> = { onDone?: (data: Data) => void; onRefused?: (problem: Problem) => void };

/** A change that a person can ask for, with its progress and its problem. */
export type Action<Input, Data = unknown> = {
  run: (input: Input, callbacks?: Callbacks<Data>) => void;
  /** The call, or the refresh that follows it, is in progress. */
  isBusy: boolean;
  problem: Problem | null;
  /** What the last call returned. */
  data: Data | undefined;
  /** Forgets the last call. */
  reset: () => void;
};

type Mutation<Input, Data> = Pick<UseMutationOptions<Data, never, Input>, "mutationFn" | "mutationKey">;

/**
 * An action for a button or a form.
 *
 * @param mutation `useTRPC().scans.request.mutationOptions()`, or a function that makes several calls.
 */
export function useAction<Input, Data>(
  mutation: Mutation<Input, Data>,
  follow: Follow<Data> = {},
): Action<Input, Data> {
  const { done, failed, goTo, keepsPage = false } = follow;
  const router = useRouter();
  const [isMoving, startTransition] = useTransition();
  const { mutate, isPending, error, data, reset } = useMutation<Data, unknown, Input>({
    mutationFn: mutation.mutationFn,
    mutationKey: mutation.mutationKey,
    onSuccess: (result) => {
      if (done) notifications.show(typeof done === "function" ? done(result) : done);
      if (keepsPage) return;
      startTransition(() => {
        if (goTo) router.push(goTo(result));
        router.refresh();
      });
    },
    onError: (refusal) => {
      if (failed) notifications.show({ color: "red", title: failed, message: problemOf(refusal).message });
    },
  });
  return {
    run: (input, { onDone, onRefused } = {}) =>
      mutate(input, {
        onSuccess: (result) => onDone?.(result),
        onError: (refusal) => onRefused?.(problemOf(refusal)),
      }),
    isBusy: isPending || isMoving,
    problem: error === null ? null : problemOf(error),
    data,
    reset,
  };
}
