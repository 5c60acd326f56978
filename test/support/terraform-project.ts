import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Ran } from './cli.js'
import { program } from './program.js'

interface TerraformProject {
  readonly write: (name: string, text: string) => void
  readonly terraform: (...args: readonly string[]) => Promise<Ran>
}

/** A folder for Terraform with the AWS provider of the mirror, which talks to the sandbox alone. */
export function terraformProject(mirror: string | null, url: string): TerraformProject {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-terraform-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('provider.tf', PROVIDER(url))
  write('terraform.rc', `provider_installation { filesystem_mirror { path = ${JSON.stringify(mirror)} } }`)
  return {
    write,
    terraform: (...args) =>
      program('terraform', args, {
        cwd: folder,
        env: { TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'), CHECKPOINT_DISABLE: '1' },
      }),
  }
}

const PROVIDER = (url: string) => `
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  endpoints {
    apigateway = "${url}"
    cloudwatch = "${url}"
  }
}
`
