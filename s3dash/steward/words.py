"""Words that people use for tables, columns and values of ours."""

from __future__ import annotations

from collections.abc import Mapping

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "territory_id": (
        # Codes before names: where a sheet has both, the code is read.
        "nuts", "nuts id", "nuts code", "nuts 2 code", "nuts2", "region code", "code region",
        "geo", "region id", "territory code", "codigo nuts", "code nuts", "codice nuts",
        "nuts kod", "kod nuts", "nuts 2021", "nuts 2024", "code of region", "nuts codes",
        "nuts 3", "nuts 2", "nuts 1", "regionskod", "kod regionu", "codice regione",
        "codigo region", "regionsschlussel", "region", "regione", "regiao", "kraj",
        "wojewodztwo", "comunidad", "bundesland", "provincie", "kunta", "lan",
    ),
    "nuts_code": (
        "nuts", "nuts id", "nuts 2 code", "nuts2", "nuts 2", "region code", "geo", "code region",
        "geo code", "code nuts", "codigo nuts", "codice nuts", "kod nuts", "territory id",
        "territory code", "territory", "region", "regione",
    ),
    "partner_name": ("organisation", "organization", "partner", "beneficiary", "institution"),
    "year": ("time", "time period", "jahr", "annee", "anno", "ano", "rok", "reference year"),
    "value": ("obs value", "figure", "wert", "valeur", "valore", "valor", "wartosc"),
    "flag": ("obs flag", "flags"),
    "territory_name": (
        "region name", "name of region", "name of the region", "name in the source",
        "territory name", "member", "member region", "nom de la region", "nome regione",
        "name der region", "nombre de la region", "name", "mitglied", "mitgliedsregion", "membre",
        "membro", "miembro",
    ),
    "country_code": ("country", "pays", "land", "paese", "pais", "state", "member state"),
    "partnership_id": (
        "partnership", "thematic partnership", "tssp", "s3 partnership", "partenariat",
        "partenariato", "partnerschaft", "asociacion", "partnership name", "partnership acronym",
        "partnerstvi", "partnerstwo", "partnerstvo", "parceria", "partnerschap", "partnerskap",
    ),
    "platform_id": ("platform", "thematic platform", "s3 platform", "plateforme", "piattaforma"),
    "stage_id": ("stage", "phase", "step", "stage of work", "etape", "fase", "workflow stage",
                 "faze", "faza", "etap", "etapa", "szakasz", "vaihe"),
    "date": ("when", "event date", "date of event", "datum", "data", "fecha", "day", "dato",
             "dia", "jour", "tag", "giorno", "paivamaara"),
    "title": ("event", "what happened", "titel", "titolo", "titre", "titulo", "headline",
              "priority", "priority area", "name of priority", "priorite", "prioritat", "priorita",
              "prioridad", "prioridade", "veranstaltung", "evenement", "evento", "intitule",
              "nazev", "nazov", "naziv", "tytul", "nazwa wydarzenia", "cim", "otsikko", "titlu"),
    "detail": ("descrizione", "descripcion", "descricao", "beschreibung", "opis", "descriptif",
               "popis", "leiras", "kuvaus", "details", "description", "text", "summary",
               "what happened in detail"),
    "description": ("details", "detail", "summary", "scope of priority", "descrizione",
                    "descripcion", "descricao", "beschreibung", "opis", "descriptif"),
    "note": ("notes", "remark", "remarks", "comment", "comments", "bemerkung", "bemerkungen",
             "nota", "notas", "note", "remarque", "commentaire", "anmerkung", "uwagi"),
    "source_url": (
        "source", "url", "link", "web page", "page", "source link", "source address", "quelle",
        "fonte", "fuente", "lien", "zdroj", "zrodlo", "izvor", "vir", "forras", "bron", "kalla",
        "kilde", "lahde", "sursa", "reference", "web address", "web link", "evidence link",
    ),
    "role": ("function", "rolle", "ruolo", "rol", "type of participation", "rola", "uloga",
             "szerep", "rooli", "roll", "papel", "funcao"),
    "basis": ("how known", "stated or inferred", "how near", "base", "grundlage", "podstawa"),
    "indicator_id": ("indicator", "indikator", "indicateur", "indicatore", "indicador",
                     "indicator code", "wskaznik", "ukazatel"),
    "source_id": ("quelle", "fonte", "fuente", "data source", "zrodlo"),
    "as_of": ("date of source", "as of date", "status date", "stand", "valid on", "last update"),
    "launched": ("launch", "launch date", "date of launch", "start", "start date", "since"),
    "stated_count": (
        "stated regions", "number of regions", "number of members", "members stated",
        "stated territories", "stated priorities", "number of priorities", "no of regions",
    ),
    "website": ("web site", "homepage", "site web", "web"),
    "actor_name": ("actor", "organisation", "organization", "institution", "entity", "body"),
    "kind": ("type", "typ", "art", "tipo"),
    "helix": ("quadruple helix", "sector", "type", "typ", "tipo", "type of organisation",
              "kind of organisation"),
    "initiative": ("other initiative", "network", "project"),
    "relation": ("tie", "how tied", "relationship"),
    "period": ("programming period", "programme period", "zeitraum", "periodo", "periode"),
    "managing_body": ("managing authority", "responsible body", "body", "managing organisation",
                      "verwaltungsbehorde", "autorite de gestion", "autorita di gestione",
                      "autoridad de gestion", "autoridade de gestao", "instytucja zarzadzajaca"),
    "budget_eur": ("budget", "budget in euro", "budget eur", "total budget"),
    "adopted_date": ("adopted", "date of adoption", "adoption date", "approved", "angenommen",
                     "angenommen am", "beschlossen", "beschlossen am", "verabschiedet", "adopte",
                     "adoptee le", "date d adoption", "adottata il", "data di adozione",
                     "fecha de adopcion", "data de adocao", "data przyjecia"),
    "document_url": ("document", "document link", "strategy document", "strategy link", "dokument",
                     "documento", "lien du document", "link zum dokument"),
    "fact": ("what", "text"),
    "figure": ("number", "value", "amount"),
    "host": ("site", "web site", "domain name"),
    "priority_id": ("priority code", "id of priority"),
    "evidence_id": ("event id", "id of event"),
    "domain_code": ("domain", "nace", "nabs", "code of domain"),
    "label": ("labels",),
    "scope": ("what it works on", "subject", "description"),
    "acronym": ("short name", "abbreviation", "acronimo", "kurzname"),
    "status_note": ("status", "note on status"),
    "name": ("full name", "nom", "nome", "nombre", "nazwa"),
}  # fmt: skip
"""Other words for a column, folded when compared; the names and titles of the description go before
them."""

TABLES: Mapping[str, tuple[str, ...]] = {
    "membership": ("members", "member regions", "participants", "regions in partnerships"),
    "stage_evidence": ("evidence", "events", "stages", "existing evidence basis", "progress"),
    "territory_name": ("names", "other names"),
    "platform_fact": ("facts", "platform facts"),
    "actor": ("organisations", "stakeholders"),
    "indicator_value": ("values",),
    "priority": ("priority areas", "ris3 priorities", "s3 priorities"),
}

TABLES_TO_COME: Mapping[str, frozenset[str]] = {
    "hub": frozenset({"hubid"}),
    "project": frozenset({"projectid", "programme"}),
    "project_partner": frozenset({"projectid", "organisation"}),
    "document": frozenset({"documentid"}),
}
"""Tables that a base may not have yet, and columns that tell them."""

VALUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "role": {
        "lead": ("leader", "lead region", "leading region", "coordinator", "lead partner",
                 "leading", "chef de file", "capofila", "lider", "coordinating", "leitung",
                 "federfuhrung", "federfuhrend", "leitregion", "coordinateur", "coordinatore",
                 "coordinador", "coordenador", "regione capofila", "region chef de file"),
        "co-lead": ("co leader", "coleader", "co leading", "co coordinator", "colead",
                    "co lead region", "co leitung", "co chef de file", "co capofila",
                    "colider"),
        "participant": ("participating", "participating region", "member", "partner",
                        "participants", "partner region", "participante", "partecipante",
                        "mitglied", "teilnehmer", "membre", "membro", "miembro", "partenaire",
                        "socio", "parceiro", "deelnemer", "lid", "uczestnik", "czlonek"),
    },
    "helix": {
        "business": ("industry", "company", "companies", "enterprise", "private", "cluster", "sme"),
        "research": ("university", "academia", "science", "research centre", "rto", "education"),
        "public": ("government", "public authority", "authority", "administration",
                   "public sector"),
        "civil-society": ("civil society", "ngo", "citizens", "association"),
    },
    "basis": {
        "stated": ("named", "confirmed", "said by the source"),
        "inferred": ("concluded", "deduced", "assumed"),
    },
    "period": {
        "2014-2020": ("2014 20", "14 20", "2014 to 2020"),
        "2021-2027": ("2021 27", "21 27", "2021 to 2027"),
    },
    "status": {
        "member": ("eu member", "member state"),
        "candidate": ("candidate country",),
        "potential-candidate": ("potential candidate country",),
    },
    "stage_id": {
        "learn": ("learning", "lernen", "apprendre", "imparare", "apprendere", "aprender"),
        "connect": ("connecting", "vernetzen", "connecter", "connettere", "collegare", "conectar"),
        "demonstrate": ("demonstration", "demonstrating", "pilot", "demonstrieren", "demontrer",
                        "dimostrare", "demostrar", "demonstrar"),
        "commercialise": ("commercialize", "commercialisation", "commercialization",
                          "vermarkten", "commercialiser", "commercializzare", "comercializar"),
        "scale-up": ("scaling up", "scaleup", "upscale", "upscaling", "scale", "skalieren",
                     "passage a l echelle", "ampliare", "escalar"),
    },
}  # fmt: skip
"""Other words for values that a column allows, by column."""

NOTHING = frozenset(
    ("-", "--", "–", "—", "/", "?", "n/a", "n.a", "n/d", "n.d", "nd", "k.a", "s/d", "s.d",
     "tbd", "tbc", "none", "null", "unknown", "unbekannt", "inconnu", "sconosciuto",
     "desconocido", "brak")
)  # fmt: skip
"""What people write into a cell that has no value."""
TOTAL = (
    "total", "totale", "totals", "sum", "summe", "gesamt", "insgesamt", "somme", "suma", "razem",
    "celkem", "spolu", "osszesen", "συνολο", "ukupno", "skupaj", "общо", "yhteensa", "totaal",
    "kokku", "kopa", "is viso", "i alt", "totalt", "jumla",
)  # fmt: skip
"""First words of a row that adds up the others, folded."""
TOGETHER = frozenset({"all", "all platforms", "platforms together", "all together"})
"""Words for the platforms together, which the base leaves empty."""
EMPTIED = "[empty]"
"""What a steward writes into a cell that shall lose its value; an empty cell changes nothing."""
EXAMPLE = "EXAMPLE"
"""First word of a row that is never imported."""
