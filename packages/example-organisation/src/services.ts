type Use = { service: string; region: string };

const HOME = "eu-central-1";
const here = (...services: string[]): Use[] => services.map((service) => ({ service, region: HOME }));
const GLOBAL: Record<"s3" | "iam" | "route53" | "cloudfront", Use> = {
  s3: { service: "s3", region: "N/A" },
  iam: { service: "iam", region: "us-east-1" },
  route53: { service: "route53", region: "us-east-1" },
  cloudfront: { service: "cloudfront", region: "us-east-1" },
};

/** The services that a kind of work calls in turn. */
export const SERVICES = {
  developer: [GLOBAL.s3, ...here("ec2", "lambda", "logs", "dynamodb", "sqs"), { service: "sts", region: "us-east-1" }],
  platform: [...here("ec2", "eks", "cloudformation", "autoscaling"), GLOBAL.iam, GLOBAL.route53, GLOBAL.s3],
  analyst: [...here("athena", "glue", "redshift"), GLOBAL.s3],
  scientist: [...here("sagemaker", "ecr"), GLOBAL.s3],
  support: here("logs", "cloudwatch", "dynamodb"),
  auditor: [GLOBAL.iam, ...here("config", "guardduty", "securityhub", "cloudtrail")],
  finance: [
    { service: "ce", region: "us-east-1" },
    { service: "organizations", region: "us-east-1" },
  ],
  deployment: [...here("cloudformation", "ecr", "ecs"), GLOBAL.s3],
  infrastructure: [...here("ec2", "rds", "elasticloadbalancing", "kms"), GLOBAL.iam, GLOBAL.route53],
  website: [GLOBAL.s3, GLOBAL.cloudfront],
  application: [...here("sqs", "dynamodb", "secretsmanager"), GLOBAL.s3],
  messaging: here("sns", "sqs"),
  database: here("rds", "dynamodb"),
  storage: [GLOBAL.s3],
  monitoring: here("cloudwatch", "ec2", "tag"),
  warehouse: [...here("redshift", "kinesis"), GLOBAL.s3],
  mail: [{ service: "ses", region: "eu-west-1" }],
  sts: [{ service: "sts", region: HOME }],
  keyspaces: here("cassandra"),
  codecommit: here("codecommit"),
  bedrock: [{ service: "bedrock", region: "us-west-2" }],
  thief: [
    { service: "sts", region: "us-east-1" },
    { service: "ec2", region: "ap-southeast-1" },
    { service: "iam", region: "us-east-1" },
    { service: "bedrock", region: "us-west-2" },
  ],
  abroad: [
    { service: "s3", region: "N/A" },
    { service: "ec2", region: "us-east-2" },
    { service: "sqs", region: "ap-southeast-2" },
  ],
  console: [{ service: "signin", region: "us-east-1" }],
} as const satisfies Record<string, readonly Use[]>;

export type ServiceSet = keyof typeof SERVICES;
