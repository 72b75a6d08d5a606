import { getKeyAgeSeries, getMigrationProgress, getOverview, getReplay, getRotationSeries } from "@rolecall/core";
import {
  AwsAccountId,
  KeyAgeSeries,
  KeyAgeSeriesInput,
  MigrationProgress,
  MigrationProgressInput,
  Overview,
  Replay,
  RotationSeries,
  RotationSeriesInput,
} from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Metrics"];

export const metricsRouter = router({
  overview: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/metrics/overview",
        tags,
        summary: "The present state in numbers",
        protect: true,
      },
    })
    .input(z.object({ awsAccountId: AwsAccountId.optional() }))
    .output(Overview)
    .query(({ ctx, input }) => getOverview(ctx.uc, input)),

  replay: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/metrics/replay",
        tags,
        summary: "How far the replay of a history is, such as the example's; null if there is none",
        protect: true,
      },
    })
    .input(z.object({}))
    .output(Replay.nullable())
    .query(({ ctx }) => getReplay(ctx.uc)),

  keyAge: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/metrics/key-age",
        tags,
        summary: "Age of active access keys, or other long-lived credentials, over time",
        protect: true,
      },
    })
    .input(KeyAgeSeriesInput)
    .output(KeyAgeSeries)
    .query(({ ctx, input }) => getKeyAgeSeries(ctx.uc, input)),

  rotation: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/metrics/rotation",
        tags,
        summary: "Rotation compliance and rotations of access keys over time",
        protect: true,
      },
    })
    .input(RotationSeriesInput)
    .output(RotationSeries)
    .query(({ ctx, input }) => getRotationSeries(ctx.uc, input)),

  migration: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/metrics/migration",
        tags,
        summary: "Users on their way to roles, by stage over time, and when the last one may have arrived",
        protect: true,
      },
    })
    .input(MigrationProgressInput)
    .output(MigrationProgress)
    .query(({ ctx, input }) => getMigrationProgress(ctx.uc, input)),
});
