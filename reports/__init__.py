"""The reports, one file each: what is read, how it is told, what its picture shows; see the catalogue."""
