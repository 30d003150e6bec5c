using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>
/// Writes correctly sealed model files whose weights are all zero, so that they are small whatever they hold; no
/// network is compiled and no weight becomes a number.
/// </summary>
internal static class FileOfNothing
{
    /// <summary>A model of a network that ends in a vector.</summary>
    public static void Write(string path, NetworkDefinition network, JsonObject? history = null) =>
        Write(path, network.InputShape.Size, Payload(network, history));

    public static void Write(string path, int inputs, ModelPayload payload)
    {
        var context = new MLContext();
        var features = SchemaDefinition.Create(typeof(Row));
        features[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, inputs);
        var data = context.Data.LoadFromEnumerable<Row>([], features);
        context.Model.Save(new Transformer(payload), data.Schema, path);
    }

    public static ModelPayload Payload(NetworkDefinition network, JsonObject? history = null)
    {
        var weights = Weights(network);
        return new ModelPayload(new ModelHead(network, Digest.Of(weights), Facts(network, history)).ToBytes(), weights);
    }

    public static JsonObject Facts(NetworkDefinition network, JsonObject? history = null) => new()
    {
        ["feature"] = "Features",
        ["label"] = "Label",
        ["order"] = "Interleaved",
        ["task"] = network.OutputShape.Size == 1 ? "Regression" : "MulticlassClassification",
        ["classes"] = null,
        ["mean"] = 0,
        ["deviation"] = 1,
        ["compared"] = new JsonArray(0, 0, null),
        ["history"] = history ?? [],
        ["options"] = new JsonObject(),
    };

    private static byte[] Weights(NetworkDefinition network)
    {
        var tensors = new Dictionary<string, SafetensorsTensor>();
        var notes = new Dictionary<string, string>();
        foreach (var layer in network.Layers)
        {
            foreach (var spec in layer.Weights)
            {
                var (name, size) = (NetworkWeights.NameOf(layer, spec.Name), spec.Shape.Size);
                if (spec.Quantizer?.Alphabet == Alphabet.Signs)
                {
                    var bytes = (int)((size + 7L) / 8);
                    tensors.Add(name, new SafetensorsTensor("U8", [bytes], new byte[bytes]));
                    notes.Add(name, string.Join(',', spec.Shape.Dimensions));
                }
                else
                {
                    var shape = spec.Shape.Dimensions.Select(length => (long)length);
                    tensors.Add(name, new SafetensorsTensor("F32", shape, new byte[4 * size]));
                }
            }
        }

        return new SafetensorsFile(tensors, notes).ToBytes();
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }

    // What has the two parts to be saved, and nothing else.
    private sealed class Transformer(ModelPayload payload) : ITransformer
    {
        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;

        void ICanSaveModel.Save(ModelSaveContext ctx) => ModelDoor.Save(ctx, payload);
    }
}
