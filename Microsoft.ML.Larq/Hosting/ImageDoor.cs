using Microsoft.ML;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ITransformer), typeof(ImageDoor), null, typeof(SignatureLoadModel),
    "ImageNet preprocessing", ImageDoor.LoaderSignature)]

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Writes the image preprocessing into ML.NET's zip and reads it back.</summary>
internal static class ImageDoor
{
    /// <summary>The name by which ML.NET finds <see cref="Create"/>; at most 24 ASCII letters.</summary>
    public const string LoaderSignature = "LarqImageNet";

    private const string Signature = "LARQIMG ";
    private const uint Version = 0x00010001;
    private const int LongestText = 1 << 16;

    public static void Save(ModelSaveContext context, string parameters)
    {
        context.CheckAtModel();
        context.SetVersionInfo(Info());
        context.Writer.Write(parameters);
    }

    private static ITransformer Create(IHostEnvironment environment, ModelLoadContext context)
    {
        var expected = Info();
        if (context.Header.ModelSignature != expected.ModelSignature)
            throw new FormatException($"Model.key: the signature is 0x{expected.ModelSignature:X16}, " +
                $"got 0x{context.Header.ModelSignature:X16}: this is no {LoaderSignature}.");
        if (context.Header.ModelVerReadable > Version)
            throw new FormatException(
                $"Model.key: this library reads version 0x{Version:X8}, got a model readable from " +
                $"0x{context.Header.ModelVerReadable:X8} on.");
        try
        {
            var text = context.Reader.ReadString();
            return text.Length <= LongestText
                ? ImageNetTransformer.Load(environment, text)
                : throw new FormatException(
                    $"Model.key: the parameters have at most {LongestText} letters, got {text.Length}.");
        }
        catch (EndOfStreamException error)
        {
            throw new FormatException("Model.key: the parameters are cut off.", error);
        }
    }

    private static VersionInfo Info() => new(Signature, Version, Version, Version,
        typeof(ImageDoor).Assembly.GetName().Name, LoaderSignature);
}
