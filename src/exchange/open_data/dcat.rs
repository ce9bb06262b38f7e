//! The catalogue of the open data: DCAT-AP-SE 3, as JSON-LD; Turtle is made from it, so that the two say the same.

use oxjsonld::JsonLdParser;
use oxttl::TurtleSerializer;
use serde_json::{Value, json};

use super::{DATASETS, Dataset, OpenData};
use crate::error::ApiError;
use crate::text::{Text, text};

/// The media type of JSON-LD.
pub const JSON_LD: &str = "application/ld+json";
/// The media type of Turtle.
pub const TURTLE: &str = "text/turtle";

/// The vocabularies, by their usual prefixes.
const VOCABULARIES: [(&str, &str); 7] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcatap", "http://data.europa.eu/r5r/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// An entry of a list of the EU's Publications Office.
fn authority(list: &str, code: &str) -> Value {
    id(&format!("http://publications.europa.eu/resource/authority/{list}/{code}"))
}

fn id(iri: &str) -> Value {
    json!({"@id": iri})
}

/// A text in both languages.
fn both(said: Text) -> Value {
    json!([{"@language": "sv", "@value": said.sv}, {"@language": "en", "@value": said.en}])
}

/// What the catalogue is made from.
pub struct Catalogue<'a> {
    /// Who publishes it.
    pub by: &'a OpenData,
    /// The address of the API.
    pub api: &'a str,
    /// The address of the documentation.
    pub docs: &'a str,
    /// The day of the last change of any record.
    pub modified: chrono::NaiveDate,
}

impl Catalogue<'_> {
    /// The address of the catalogue itself.
    fn address(&self) -> String {
        format!("{}/dcat", self.api)
    }

    /// Something that has no address of its own.
    fn part(&self, name: &str) -> String {
        format!("{}#{name}", self.address())
    }

    fn dataset_id(&self, dataset: &Dataset) -> String {
        self.part(&format!("dataset-{}", dataset.name))
    }

    fn modified(&self) -> Value {
        json!({"@type": "xsd:date", "@value": self.modified.to_string()})
    }

    /// The catalogue as JSON-LD.
    pub fn json_ld(&self) -> Value {
        let context: serde_json::Map<String, Value> =
            VOCABULARIES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), json!(iri))).collect();
        let mut graph = vec![self.catalogue(), self.publisher(), self.contact(), self.service()];
        for dataset in DATASETS {
            graph.push(self.dataset(dataset));
            graph.extend(dataset.formats().map(|(word, media_type)| self.distribution(dataset, word, media_type)));
        }
        json!({"@context": context, "@graph": graph})
    }

    fn catalogue(&self) -> Value {
        let title = text("Öppna data om den internationella strategin", "Open data on the international strategy");
        let about = text(
            "Strategier, prioriterade områden, partner, samarbetsavtal och matrisen över årets verksamhet.",
            "Strategies, prioritised areas, partners, cooperation agreements and the matrix of the year's activities.",
        );
        json!({
            "@id": self.address(),
            "@type": "dcat:Catalog",
            "dcterms:title": both(title),
            "dcterms:description": both(about),
            "dcterms:publisher": id(&self.part("publisher")),
            "dcterms:license": id(&self.by.licence),
            "dcterms:language": [authority("language", "SWE"), authority("language", "ENG")],
            "dcterms:modified": self.modified(),
            "dcat:themeTaxonomy": id("http://publications.europa.eu/resource/authority/data-theme"),
            "dcat:dataset": DATASETS.iter().map(|dataset| id(&self.dataset_id(dataset))).collect::<Vec<_>>(),
            "dcat:service": id(&self.part("service")),
            "foaf:homepage": id(self.docs),
        })
    }

    fn publisher(&self) -> Value {
        // Null says nothing in JSON-LD.
        json!({
            "@id": self.part("publisher"),
            "@type": "foaf:Agent",
            "foaf:name": self.by.publisher,
            "dcterms:type": id("http://purl.org/adms/publishertype/RegionalAuthority"),
            "foaf:homepage": self.by.homepage.as_deref().map(id),
        })
    }

    fn contact(&self) -> Value {
        json!({
            "@id": self.part("contact"),
            "@type": "vcard:Organization",
            "vcard:fn": self.by.publisher,
            "vcard:hasEmail": id(&format!("mailto:{}", self.by.contact)),
        })
    }

    fn service(&self) -> Value {
        let about = text(
            "REST-gränssnitt som ger öppna data utan inloggning under /open-data.",
            "A REST API that gives open data without login under /open-data.",
        );
        json!({
            "@id": self.part("service"),
            "@type": "dcat:DataService",
            "dcterms:title": both(text("Utblicks API", "The API of Utblick")),
            "dcterms:description": both(about),
            "dcterms:publisher": id(&self.part("publisher")),
            "dcterms:license": id(&self.by.licence),
            "dcterms:accessRights": authority("access-right", "PUBLIC"),
            "dcat:contactPoint": id(&self.part("contact")),
            "dcat:endpointURL": id(self.api),
            "dcat:endpointDescription": id(&format!("{}/openapi.json", self.api)),
            "dcat:landingPage": id(self.docs),
            "dcat:servesDataset": DATASETS.iter().map(|dataset| id(&self.dataset_id(dataset))).collect::<Vec<_>>(),
        })
    }

    fn dataset(&self, dataset: &Dataset) -> Value {
        let distributions = dataset.formats().map(|(word, _)| id(&self.distribution_id(dataset, word)));
        json!({
            "@id": self.dataset_id(dataset),
            "@type": "dcat:Dataset",
            "dcterms:title": both(dataset.title),
            "dcterms:description": both(dataset.about),
            "dcterms:identifier": self.dataset_id(dataset),
            "dcterms:publisher": id(&self.part("publisher")),
            "dcterms:language": authority("language", "SWE"),
            "dcterms:accessRights": authority("access-right", "PUBLIC"),
            "dcterms:accrualPeriodicity": authority("frequency", "UPDATE_CONT"),
            "dcterms:modified": self.modified(),
            "dcat:contactPoint": id(&self.part("contact")),
            "dcat:theme": [authority("data-theme", "GOVE"), authority("data-theme", "INTR")],
            "dcat:landingPage": id(self.docs),
            "dcat:distribution": distributions.collect::<Vec<_>>(),
        })
    }

    fn distribution_id(&self, dataset: &Dataset, word: &str) -> String {
        self.part(&format!("distribution-{}-{word}", dataset.name))
    }

    fn distribution(&self, dataset: &Dataset, word: &str, media_type: &str) -> Value {
        let address = format!("{}/open-data/{}?format={word}", self.api, dataset.name);
        // The list of types of files has no code for JSON a line.
        let listed = Some(word).filter(|word| *word != "ndjson");
        json!({
            "@id": self.distribution_id(dataset, word),
            "@type": "dcat:Distribution",
            "dcterms:title": both(dataset.title),
            "dcterms:license": id(&self.by.licence),
            "dcat:accessURL": id(&address),
            "dcat:downloadURL": id(&address),
            "dcat:accessService": id(&self.part("service")),
            "dcat:mediaType": id(&format!("https://www.iana.org/assignments/media-types/{media_type}")),
            "dcterms:format": listed.map(|word| authority("file-type", &word.to_uppercase())),
            "dcatap:availability": authority("planned-availability", "STABLE"),
        })
    }
}

/// A document of JSON-LD as Turtle.
///
/// # Errors
/// When it is no JSON-LD: a fault of the program, or of a setting.
pub fn turtle(document: &Value) -> Result<Vec<u8>, ApiError> {
    let bytes = serde_json::to_vec(document).map_err(ApiError::internal)?;
    let mut turtle = TurtleSerializer::new();
    for (prefix, iri) in VOCABULARIES {
        turtle = turtle.with_prefix(prefix, iri).map_err(ApiError::internal)?;
    }
    let mut turtle = turtle.for_writer(Vec::new());
    for quad in JsonLdParser::new().for_slice(&bytes) {
        let quad = quad.map_err(ApiError::internal)?;
        turtle.serialize_triple(quad.as_ref()).map_err(ApiError::internal)?;
    }
    turtle.finish().map_err(ApiError::internal)
}
