import { due, identity } from "@rolecall/db";
import { defineJob, ids } from "@rolecall/jobs";
import { refusalOf } from "../mail/mail-attempts.ts";
import { defineWork } from "../work/define-work.ts";
import { proofMail } from "./proof-mail.ts";

/** Why an address that has asked for it gets no mail. */
export const NO_MAIL = "This address has asked for no mail from this installation.";

type ToMail = identity.ProofToMail & { tenantName: string | null };

/** Mails the link that proves an address. Without a mail server it waits, and whoever runs the installation finds it by `invitation list`. */
export const mailProof = defineWork({
  job: defineJob({
    name: "mail-proof",
    payload: ids("proofId"),
    lane: "quick",
    attempts: 8,
    backoffMs: 30_000,
    priority: 1,
  }),
  row: "proofId",
  isPossible: ({ mail }) => mail !== null,
  due: due.dueProofs,
  claim: async ({ ctx, tx, payload }): Promise<ToMail | null> => {
    const proof = await identity.beginProofAttempt(tx, payload.proofId, ctx.now());
    if (!proof) return null;
    if (await identity.refusesMail(tx, proof.email)) {
      await identity.setProofMailed(tx, proof.id, { sent: false, lastError: NO_MAIL, pauseSeconds: null });
      return null;
    }
    return { ...proof, tenantName: proof.kind === "recipient" ? await identity.getTenantName(tx) : null };
  },
  lease: 60,
  run: async ({ deps, ctx, finish }, { tenantName, ...proof }) => {
    if (!deps.mail) return;
    try {
      await deps.mail.send(proofMail(ctx, proof, tenantName));
    } catch (cause) {
      const refusal = refusalOf(proof.attempts, cause);
      deps.log.warn({ proofId: proof.id, attempts: proof.attempts, lastError: refusal.lastError }, "mail not accepted");
      return finish((tx) => identity.setProofMailed(tx, proof.id, { sent: false, ...refusal }));
    }
    await finish((tx) => identity.setProofMailed(tx, proof.id, { sent: true }));
  },
  // It stays due, and shows its last error.
  bury: async () => undefined,
});
