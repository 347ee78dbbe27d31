"""The same reading and gathering over shards, on one machine or a cluster: readings stand in Parquet files."""
