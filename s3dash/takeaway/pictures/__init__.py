"""Pictures made on the server, as SVG or PNG: maps, strips and charts for slides, paper, embeds.

Each function takes plain values and gives bytes: it knows no page, no store, no browser, no
network. A `sheet.Look` says theme, size, dots and size of letters, `sheet.Words` what stands in the
picture beside the drawing: title, what is shown, source and date. Reports, links with ``.png`` and
``.svg``, embeds and slides use this room. May use queries, store, package for constants only.

    from s3dash.takeaway.pictures.maps import Area, territory_map
    from s3dash.takeaway.pictures.sheet import Key, Look, Words

    territory_map([Area("ITI1", "Toscana", 0)], [Key("lead", "#7a1f5c")],
                  Words("Who leads", source="Data package 1.0"), Look(theme="dark"), "svg")
"""
