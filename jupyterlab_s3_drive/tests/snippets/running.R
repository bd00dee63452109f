# Runs snippets of R: whole, or, where the client package is not here, but for the client's own call.
#
#     Rscript running.R cases.json results.json
#
# In the second case what fetches the object is replaced by the object itself, downloaded by a link; what
# stores it, by a note of the file and the key. Every other statement of the frontend's text runs as it
# stands, so that the function that reads or writes is called with the snippet's own arguments.
#
# A case: `id`, `setup` and `body` (code), `variable`, `whole` or the `link` of the object, `rows` of the
# `df` that is there before. A result: `id`, `error`, and `rows`, `places`, `lines`, `tables`, `bytes`
# (base64) or `value`, whatever the variable was; or `key` and `bytes` of what was to be stored.

# The file on the disk as aws.s3 names it.
local_file <- function(key) tempfile(fileext = paste0(".", tools::file_ext(key)))

download <- function(link, file) {
  status <- utils::download.file(link, file, mode = "wb", quiet = TRUE)
  stopifnot(status == 0L)
  file
}

# A call as text, without its arguments: `aws.s3::s3read_using`, `s3$get_object`.
callee <- function(code) if (is.call(code)) paste(deparse(code[[1]]), collapse = "") else ""

# The arguments of a call that do not have these names.
others <- function(call, names) {
  arguments <- as.list(call)[-1]
  arguments[!names(arguments) %in% names]
}

CLIENT <- c("FUN", "object", "bucket", "opts")

# The code without the client's call.
#
# note: keeps the file and the key of what is stored.
without_client <- function(code, case, note) {
  if (!is.call(code)) {
    return(code)
  }
  if (callee(code) == "aws.s3::s3read_using") {
    file <- download(case$link, local_file(code$object))
    return(as.call(c(code$FUN, file, others(code, CLIENT))))
  }
  if (callee(code) == "aws.s3::s3write_using") {
    note$key <- code$object
    note$file <- local_file(code$object)
    arguments <- others(code, CLIENT)
    return(as.call(c(code$FUN, arguments[[1]], note$file, arguments[-1])))
  }
  if (callee(code) == "$" && grepl("\\$get_object$", callee(code[[2]]))) {
    file <- download(case$link, tempfile())
    return(readBin(file, "raw", file.size(file)))
  }
  if (grepl("\\$put_object$", callee(code))) {
    note$key <- code$Key
    return(call("assign", "file", code$Body, note))
  }
  as.call(lapply(as.list(code), without_client, case = case, note = note))
}

# Without the marks of haven, for JSON.
plain <- function(frame) {
  frame <- as.data.frame(frame)
  frame[] <- lapply(frame, function(column) {
    if (is.character(column)) as.vector(column) else if (is.factor(column)) as.character(column) else as.numeric(column)
  })
  frame
}

described <- function(value) {
  if (inherits(value, "sf")) {
    places <- unname(sf::st_coordinates(value)[, 1:2])
    list(rows = plain(sf::st_drop_geometry(value)), places = places)
  } else if (is.data.frame(value)) {
    list(rows = plain(value))
  } else if (is.raw(value)) {
    list(bytes = jsonlite::base64_enc(value))
  } else if (is.character(value)) {
    list(lines = I(value))
  } else if (length(value) && all(vapply(value, is.data.frame, NA))) {
    list(tables = lapply(value, plain))
  } else {
    list(value = value)
  }
}

run <- function(case) {
  space <- new.env(parent = globalenv())
  if (!is.null(case$rows)) {
    space$df <- case$rows
  }
  note <- new.env()
  for (code in parse(text = case$setup, keep.source = FALSE)) eval(code, space)
  for (code in parse(text = case$body, keep.source = FALSE)) {
    eval(if (isTRUE(case$whole)) code else without_client(code, case, note), space)
  }
  if (is.null(note$file)) {
    return(described(space[[case$variable]]))
  }
  bytes <- readBin(note$file, "raw", file.size(note$file))
  list(key = note$key, bytes = jsonlite::base64_enc(bytes))
}

main <- function(cases, results) {
  found <- lapply(jsonlite::fromJSON(cases, simplifyVector = FALSE), function(case) {
    # The rows come as a list of them.
    case$rows <- if (length(case$rows)) do.call(rbind, lapply(case$rows, as.data.frame))
    tryCatch(
      c(id = case$id, run(case)),
      error = function(error) list(id = case$id, error = paste(format(error), collapse = "\n"))
    )
  })
  text <- jsonlite::toJSON(
    found,
    auto_unbox = TRUE, dataframe = "rows", digits = NA, na = "null", null = "null", rownames = FALSE
  )
  writeLines(enc2utf8(text), results, useBytes = TRUE)
}

do.call(main, as.list(commandArgs(TRUE)))
