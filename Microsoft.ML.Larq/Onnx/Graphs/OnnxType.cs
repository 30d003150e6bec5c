namespace Microsoft.ML.Larq.Onnx.Graphs;

/// <summary>Types of a tensor's elements, by ONNX' numbers.</summary>
internal enum OnnxType
{
    Single = 1,
    Byte = 2,
    SByte = 3,
    Int32 = 6,
    Int64 = 7,
    UInt32 = 12,
}
