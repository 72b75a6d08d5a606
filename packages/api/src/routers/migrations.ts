import {
  attestMigration,
  getArtifacts,
  getEvidenceHead,
  getMigration,
  getMigrationCertificate,
  getMigrationFlow,
  getMigrationStanding,
  getMigrationTimeline,
  getReplacement,
  listMigrationBreakdown,
  listMigrations,
  planMigration,
  planMigrations,
  withdrawPlan,
  writeMigrationEvidence,
} from "@rolecall/core";
import {
  ArtifactFormat,
  AsOf,
  AttestMigrationInput,
  AwsAccountId,
  EvidenceFormat,
  EvidenceHead,
  ListMigrationsInput,
  Migration,
  MigrationArtifacts,
  MigrationBreakdown,
  MigrationBreakdownInput,
  MigrationCertificate,
  MigrationDetail,
  MigrationFlow,
  MigrationFlowInput,
  MigrationReplacement,
  MigrationStanding,
  MigrationTimeline,
  PlanMigrationInput,
  PlanMigrationsInput,
  PlannedMigrations,
  pageOf,
  WrittenFile,
} from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Migrations"];
const ByUser = z.object({ userId: z.uuid() });

export const migrationsRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/migrations",
        tags,
        summary: "List users on their way to roles",
        protect: true,
      },
    })
    .input(ListMigrationsInput)
    .output(pageOf(Migration))
    .query(({ ctx, input }) => listMigrations(ctx.uc, input)),

  standing: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/migration-standing",
        tags,
        summary: "How many users stand at which stage, by target",
        protect: true,
      },
    })
    .input(z.object({ awsAccountId: AwsAccountId.optional(), asOf: AsOf }))
    .output(MigrationStanding)
    .query(({ ctx, input }) => getMigrationStanding(ctx.uc, input)),

  breakdown: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/migration-breakdown",
        tags,
        summary: "How far each account, organisational unit or owner has come",
        protect: true,
      },
    })
    .input(MigrationBreakdownInput)
    .output(z.array(MigrationBreakdown))
    .query(({ ctx, input }) => listMigrationBreakdown(ctx.uc, input)),

  flow: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/migration-flow",
        tags,
        summary: "How many users of which type go to which target",
        protect: true,
      },
    })
    .input(MigrationFlowInput)
    .output(z.array(MigrationFlow))
    .query(({ ctx, input }) => getMigrationFlow(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/migrations/{userId}",
        tags,
        summary: "The migration of one user: its target and why, its plan, its stages and what proves them",
        protect: true,
      },
    })
    .input(ByUser.extend({ asOf: AsOf }))
    .output(MigrationDetail)
    .query(({ ctx, input: { userId, asOf } }) => getMigration(ctx.uc, { id: userId, asOf })),

  timeline: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/migrations/{userId}/timeline",
        tags,
        summary: "Use of the credentials and of the role that takes over, day by day, with the stages",
        protect: true,
      },
    })
    .input(ByUser.extend({ asOf: AsOf }))
    .output(MigrationTimeline)
    .query(({ ctx, input: { userId, asOf } }) => getMigrationTimeline(ctx.uc, { id: userId, asOf })),

  replacement: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/migrations/{userId}/replacement",
        tags,
        summary: "What should take the place of a user: trust, permissions, coverage, what breaks, and the next step",
        protect: true,
      },
    })
    .input(ByUser)
    .output(MigrationReplacement)
    .query(({ ctx, input }) => getReplacement(ctx.uc, input)),

  artifacts: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/migrations/{userId}/artifacts",
        tags,
        summary: "What a team runs to make the replacement of a user, or changes at its client",
        protect: true,
      },
    })
    .input(ByUser.extend({ format: ArtifactFormat }))
    .output(MigrationArtifacts)
    .query(({ ctx, input }) => getArtifacts(ctx.uc, input)),

  plan: tenantProcedure
    .meta({
      openapi: {
        method: "PUT",
        path: "/migrations/{userId}/plan",
        tags,
        summary: "Accept a target, an owner and a due date for a user",
        protect: true,
      },
    })
    .input(PlanMigrationInput)
    .output(MigrationDetail)
    .mutation(({ ctx, input }) => planMigration(ctx.uc, input)),

  planMany: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/migrations/plans",
        tags,
        summary: "Accept what is proposed for many users, with owner and due date; each is told what became of it",
        protect: true,
      },
    })
    .input(PlanMigrationsInput)
    .output(PlannedMigrations)
    .mutation(({ ctx, input }) => planMigrations(ctx.uc, input)),

  withdraw: tenantProcedure
    .meta({
      openapi: {
        method: "DELETE",
        path: "/migrations/{userId}/plan",
        tags,
        summary: "Withdraw the plan of a user; it stays on record",
        protect: true,
      },
    })
    .input(ByUser)
    .output(MigrationDetail)
    .mutation(({ ctx, input }) => withdrawPlan(ctx.uc, input)),

  attest: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/migrations/{userId}/attestations",
        tags,
        summary: "Attest what AWS cannot tell; it is shown as attested, and moves no stage",
        protect: true,
      },
      successStatus: 201,
    })
    .input(AttestMigrationInput)
    .output(MigrationDetail)
    .mutation(({ ctx, input }) => attestMigration(ctx.uc, input)),

  certificate: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/migrations/{userId}/certificate",
        tags,
        summary: "That a user is gone for good: what was removed, when, and what proves it",
        protect: true,
      },
    })
    .input(ByUser)
    .output(MigrationCertificate.nullable().describe("Null: it is not at its end"))
    .query(({ ctx, input }) => getMigrationCertificate(ctx.uc, input)),

  evidence: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/migrations/{userId}/evidence",
        tags,
        summary: "All that is on record of a migration, as JSON or PDF",
        protect: true,
      },
      fileTypes: ["application/json", "application/pdf"],
    })
    .input(ByUser.extend({ format: EvidenceFormat.default("json") }))
    .output(WrittenFile)
    .query(({ ctx, input }) => writeMigrationEvidence(ctx.uc, input)),
});

export const evidenceRouter = router({
  head: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/evidence/head",
        tags,
        summary: "The last entry of the chain of evidence; keep it elsewhere, to check the chain by it later",
        protect: true,
      },
    })
    .input(z.object({}))
    .output(EvidenceHead)
    .query(({ ctx }) => getEvidenceHead(ctx.uc)),
});
