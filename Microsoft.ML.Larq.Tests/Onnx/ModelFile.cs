using System.Reflection;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>
/// An ONNX file as the messages of ML.NET's converter read it, which share nothing with what wrote it.
/// </summary>
internal sealed class ModelFile
{
    private static readonly Type Message = Assembly.Load("Microsoft.ML.OnnxConverter").GetTypes()
        .Single(type => type.Name == "ModelProto");

    private readonly JsonNode _model;

    public ModelFile(byte[] bytes)
    {
        var parser = Message.GetProperty("Parser", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;
        var message = parser.GetType().GetMethod("ParseFrom", [typeof(byte[])])!.Invoke(parser, [bytes])!;
        _model = JsonNode.Parse(message.ToString()!)!;
    }

    public IEnumerable<(string Domain, string Version)> Operators => _model["opsetImport"]!.AsArray()
        .Select(set => ((string?)set!["domain"] ?? "", (string)set["version"]!));

    public IEnumerable<(string Type, string Domain, string Output)> Nodes => _model["graph"]!["node"]!.AsArray()
        .Select(node => (
            (string)node!["opType"]!, (string?)node["domain"] ?? "", (string)node["output"]!.AsArray()[0]!));

    public int Count(string type) => Nodes.Count(node => node.Type == type);
}
