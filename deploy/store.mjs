import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'

/** Texts in a bucket. */
export function bucketStore(bucket, client = new S3Client({})) {
  return {
    async get(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
        return await Body.transformToString()
      } catch (error) {
        if (error instanceof NoSuchKey) return null
        throw error
      }
    },
    async put(key, text) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }))
    },
  }
}
