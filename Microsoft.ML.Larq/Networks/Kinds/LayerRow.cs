using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>A kind of layer as what reads and writes it has to know it.</summary>
internal abstract class LayerRow
{
    public abstract Type Kind { get; }

    /// <summary>Axes of the sizes that it has; 0 for none.</summary>
    public abstract int SpatialAxes { get; }

    /// <summary>Its properties as they are declared.</summary>
    public abstract JsonTypeInfo Info(JsonSerializerOptions options);
}

/// <inheritdoc cref="LayerRow"/>
internal sealed class LayerRow<[DynamicallyAccessedMembers(LayerClass.Needed)] T> : LayerRow
    where T : LayerKind
{
    public override Type Kind => typeof(T);

    public override int SpatialAxes { get; } = Activator.CreateInstance<T>().SpatialAxes;

    public override JsonTypeInfo Info(JsonSerializerOptions options) => JsonMetadataServices.CreateObjectInfo(
        options, new JsonObjectInfoValues<T>
        {
            ObjectCreator = Activator.CreateInstance<T>,
            PropertyMetadataInitializer = _ => KindProperties.Of(typeof(T), options),
        });
}
