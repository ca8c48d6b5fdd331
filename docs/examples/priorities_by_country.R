# Which domains does a country choose more often than Europe?
#
# Base R alone, from a dashboard that runs:
#   Rscript priorities_by_country.R http://localhost:8501 IT
# Writes the table (CSV) and keeps the picture that the dashboard draws of the same view (PNG).

given <- commandArgs(trailingOnly = TRUE)
address <- if (length(given) > 0) given[1] else "http://localhost:8501"
country <- if (length(given) > 1) given[2] else "IT"
view <- paste0("?territory=", country, "&period=2021-2027&view=common")

rows <- read.csv(paste0(address, "/priorities.csv", view),
                 encoding = "UTF-8", na.strings = "", check.names = FALSE)
names(rows)[1] <- sub("^\ufeff", "", names(rows)[1])  # the mark of UTF-8
often <- rows[!is.na(rows$index) & rows$priorities >= 3 & rows$index > 1, ]
often <- often[order(-often$index), c("code", "label", "priorities", "share", "index")]
print(often, row.names = FALSE, digits = 3)

write.csv(often, paste0("often-in-", country, ".csv"), row.names = FALSE)
download.file(paste0(address, "/priorities.png", view),
              paste0("often-in-", country, ".png"), mode = "wb", quiet = TRUE)
cat(nrow(often), "domains are chosen more often than in Europe.\n")
